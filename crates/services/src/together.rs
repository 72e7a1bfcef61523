//! Answering many at once. In the morning rush hundreds ask the same at the same moment, and what a small question
//! costs is mostly the way to the database and back. So those that wait together are answered together, by one round of
//! queries; one that comes alone is answered at once and alone. Nobody waits for others to come.

use std::{
    collections::VecDeque,
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use futures::{FutureExt, future::BoxFuture};
use tokio::sync::oneshot;

use crate::{
    Core,
    error::{Error, Result},
};

/// Most questions that are answered together: bounds how long the first of them waits.
const MOST: usize = 64;

/// Answers some questions in their order, all or none.
type Answer<Q, A> = fn(Arc<Core>, Vec<Q>) -> BoxFuture<'static, Result<Vec<A>>>;

/// Questions of one kind that are answered together.
pub(crate) struct Together<Q, A>(Arc<Inner<Q, A>>);

struct Inner<Q, A> {
    /// Rounds that may be under way at once.
    lanes: usize,
    answer: Answer<Q, A>,
    line: Mutex<Line<Q, A>>,
}

struct Line<Q, A> {
    waiting: VecDeque<Asked<Q, A>>,
    open: usize,
}

struct Asked<Q, A> {
    question: Q,
    reply: oneshot::Sender<Result<A>>,
}

impl<Q, A> Together<Q, A>
where
    Q: Clone + Send + Sync + 'static,
    A: Send + 'static,
{
    /// With so many rounds under way at once. One makes the largest groups; with more, others read while one waits for
    /// the disk.
    pub(crate) fn new(lanes: usize, answer: Answer<Q, A>) -> Self {
        let line = Mutex::new(Line { waiting: VecDeque::new(), open: 0 });
        Self(Arc::new(Inner { lanes, answer, line }))
    }

    /// Asks, and waits for the answer. A question that can't be answered spoils no other: each is then asked alone.
    pub(crate) async fn ask(&self, core: &Arc<Core>, question: Q) -> Result<A> {
        let (reply, replied) = oneshot::channel();
        if self.0.stand_in_line(Asked { question, reply }) {
            // Not by this request itself: it may be given up half-way, and others would wait for ever.
            tokio::spawn(self.0.clone().serve(core.clone()));
        }
        replied.await.map_err(|_| Error::internal("a question that was asked together with others got no answer"))?
    }
}

impl<Q, A> Inner<Q, A>
where
    Q: Clone + Send + Sync + 'static,
    A: Send + 'static,
{
    /// Whether another lane is needed.
    fn stand_in_line(&self, asked: Asked<Q, A>) -> bool {
        let mut line = self.line();
        line.waiting.push_back(asked);
        let opens = line.open < self.lanes;
        line.open += usize::from(opens);
        opens
    }

    /// A lane: serves as long as anybody waits. It holds the core only so long, and so keeps no database open.
    async fn serve(self: Arc<Self>, core: Arc<Core>) {
        // Those who got an answer together ask the next question together, and a new task runs before the others that
        // are ready: without this the first of them is served alone.
        tokio::task::yield_now().await;
        while let Some(group) = self.next_group() {
            let (questions, replies): (Vec<Q>, Vec<_>) =
                group.into_iter().map(|asked| (asked.question, asked.reply)).unzip();
            for (reply, answer) in replies.into_iter().zip(self.answers(&core, questions).await) {
                // Who has gone away (a phone that lost its network) needs none.
                let _ = reply.send(answer);
            }
        }
    }

    /// The next to be served, or nobody, and the lane is closed.
    fn next_group(&self) -> Option<Vec<Asked<Q, A>>> {
        let mut line = self.line();
        let size = line.waiting.len().min(MOST);
        if size == 0 {
            line.open -= 1;
            return None;
        }
        Some(line.waiting.drain(..size).collect())
    }

    async fn answers(&self, core: &Arc<Core>, questions: Vec<Q>) -> Vec<Result<A>> {
        if questions.len() == 1 {
            return vec![self.alone(core, questions).await];
        }
        if let Ok(answers) = self.run(core, questions.clone()).await {
            return answers.into_iter().map(Ok).collect();
        }
        let mut answers = Vec::with_capacity(questions.len());
        for question in questions {
            answers.push(self.alone(core, vec![question]).await);
        }
        answers
    }

    async fn alone(&self, core: &Arc<Core>, question: Vec<Q>) -> Result<A> {
        self.run(core, question).await?.pop().ok_or_else(|| Error::internal("a question without an answer"))
    }

    /// Runs one round. A panic is a failed round, and not the end of the lane.
    async fn run(&self, core: &Arc<Core>, questions: Vec<Q>) -> Result<Vec<A>> {
        let asked = questions.len();
        let round = AssertUnwindSafe((self.answer)(core.clone(), questions)).catch_unwind().await;
        let answers = round.map_err(|_| Error::internal("the answer panicked"))??;
        if answers.len() == asked { Ok(answers) } else { Err(Error::internal("not every question has an answer")) }
    }

    fn line(&self) -> MutexGuard<'_, Line<Q, A>> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures::future::join_all;
    use tokio::runtime::Builder;

    use super::*;
    use crate::testing::Office;

    static ROUNDS: AtomicUsize = AtomicUsize::new(0);

    fn echo(_: Arc<Core>, questions: Vec<u8>) -> BoxFuture<'static, Result<Vec<u8>>> {
        ROUNDS.fetch_add(1, Ordering::Relaxed);
        Box::pin(async { Ok(questions) })
    }

    /// On one thread that never looks up from its tasks, so that it is known in which order they run: else, now and
    /// then, a task that let others go first is woken before they have run.
    #[test]
    fn who_asks_in_the_same_breath_is_answered_in_the_same_round() {
        let one_thread = Builder::new_multi_thread().worker_threads(1).event_interval(u32::MAX).enable_all().build();
        one_thread.unwrap().block_on(async {
            let office = Office::open().await;
            let core = office.services.0.clone();
            let breath = tokio::spawn(async move {
                let line = Arc::new(Together::new(3, echo));
                let asks = (0..10).map(|n| {
                    let (line, core) = (line.clone(), core.clone());
                    tokio::spawn(async move { line.ask(&core, n).await })
                });
                join_all(asks.collect::<Vec<_>>()).await
            });
            for (n, answer) in breath.await.unwrap().into_iter().enumerate() {
                assert_eq!(usize::from(answer.unwrap().unwrap()), n);
            }
            assert_eq!(ROUNDS.load(Ordering::Relaxed), 1);
        });
    }
}
