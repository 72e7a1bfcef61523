//! Photos as evidence and proof: taken in, kept sealed, shown to who may see them, erased in time.

use std::{collections::HashMap, sync::Arc};

use domain::{
    ids::{PersonId, PhotoId},
    photos::{KEPT_FOR, MAX_LOOSE, ORPHANED_AFTER, PhotoSubject, PhotoView},
    policy::Action,
    problem::{FieldReason, Problem},
};
use sha2::{Digest, Sha256};
use store::{
    Connection, Tx,
    repo::photos::{self as repo, PhotoRecord},
};
use uuid::Uuid;

use crate::{
    Attendance, Core, Leave,
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
};

mod bucket;
mod picture;
mod shelf;

pub use bucket::Bucket;
pub(crate) use picture::PhotoBench;
pub use shelf::PhotoShelf;

/// Photos that are cleared out in one run of the job.
const BATCH: u64 = 200;

/// Taking photos in and showing them.
#[derive(Clone)]
pub struct Photos(pub(crate) Arc<Core>);

/// A picture for a browser.
#[derive(Debug)]
pub struct Picture {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What they are.
    pub media_type: String,
}

impl Photos {
    /// Takes a photo of the caller's in, for a request of theirs or for one that they are still filling in:
    /// it is encoded anew, without whatever else the file held, and sealed. The same picture sent again is
    /// the same photo.
    ///
    /// # Errors
    /// `photo` is wrong: no picture that can be read, too large, too many.
    pub async fn add(&self, caller: &Caller, upload: Vec<u8>, subject: Option<PhotoSubject>) -> Result<PhotoView> {
        caller.check_own(Action::PhotoAdd)?;
        if let Some(subject) = subject {
            // Before the work and the disk: most of what is refused is refused here.
            self.check_wanted(self.0.db.read(), caller, subject).await?;
        }
        let owner = caller.actor.person;
        if repo::count_loose(self.0.db.read(), owner).await? >= MAX_LOOSE {
            return Err(Problem::field("photo", FieldReason::TooMany).into());
        }
        let cleaned = self.0.photo_bench.clean(upload).await?;
        let digest = Sha256::digest(&cleaned.bytes).to_vec();
        let known = repo::find_same(self.0.db.read(), owner, &digest, subject).await?;
        let record = match known {
            Some(known) => known,
            None => self.keep(owner, cleaned, digest).await?,
        };
        if let Some(subject) = subject.filter(|_| record.subject.is_none()) {
            self.0
                .db
                .write((self.clone(), caller.clone()), move |tx, (me, caller)| {
                    Box::pin(async move { me.attach(tx, caller, subject, &[record.id]).await })
                })
                .await?;
        }
        Ok(view_of(&record, false))
    }

    /// The row comes first, so that there is never a file of which nobody knows; only once the file is on the
    /// disk, the photo is one.
    async fn keep(&self, owner: PersonId, cleaned: picture::Cleaned, digest: Vec<u8>) -> Result<PhotoRecord> {
        let now = self.0.clock.now();
        let record = PhotoRecord {
            id: PhotoId::new(),
            owner,
            subject: None,
            digest,
            size: i32::try_from(cleaned.bytes.len()).map_err(Error::internal)?,
            width: cleaned.width,
            height: cleaned.height,
            media_type: picture::MEDIA_TYPE.to_owned(),
            at: now,
        };
        self.0
            .db
            .write(record.clone(), |tx, new| {
                Box::pin(async move { Ok::<_, Error>(repo::create_photo(tx, new).await?) })
            })
            .await?;
        let id = record.id;
        self.0.photo_shelf.put(id, self.0.id_number_key.seal_photo(id, &cleaned.bytes)?).await?;
        self.0
            .db
            .write((), move |tx, ()| Box::pin(async move { Ok::<_, Error>(repo::put_stored(tx, id, now).await?) }))
            .await?;
        Ok(record)
    }

    /// Gives photos that the caller has handed in to a request of theirs, in the transaction that makes it.
    /// Those that it has already stay.
    pub(crate) async fn attach(
        &self,
        tx: &Tx,
        caller: &Caller,
        subject: PhotoSubject,
        photos: &[PhotoId],
    ) -> Result<()> {
        let there = repo::list_photos(tx, &[subject.uuid()]).await?;
        let is_there = |id: &PhotoId| there.iter().any(|photo| photo.id == *id);
        let mut new: Vec<PhotoId> = photos.iter().copied().filter(|id| !is_there(id)).collect();
        new.sort_unstable();
        new.dedup();
        if new.is_empty() {
            return Ok(());
        }
        caller.check_own(Action::PhotoAdd)?;
        self.check_wanted(tx, caller, subject).await?;
        if there.len() + new.len() > subject.used_for().limit() {
            return Err(Problem::field("photo", FieldReason::TooMany).into());
        }
        let (owner, now) = (caller.actor.person, self.0.clock.now());
        let attached = repo::attach_photos(tx, owner, &new, subject, now).await?;
        if usize::try_from(attached).unwrap_or_default() != new.len() {
            // Cleared out meanwhile, of another request, or another person's.
            return Err(Problem::field("photo", FieldReason::Unknown).into());
        }
        let act = Act::about(owner, "photos.attach", format!("{} to {subject}", new.len()));
        Ok(audit::record(tx, caller, now, act).await?)
    }

    /// The caller takes back a photo that nobody has looked at for a decision yet: it was the wrong one. Its
    /// picture is erased.
    pub async fn take_back(&self, caller: &Caller, photo: PhotoId) -> Result<()> {
        caller.check_own(Action::PhotoAdd)?;
        let mine = |record: &PhotoRecord| record.owner == caller.actor.person;
        let record = repo::find_photo(self.0.db.read(), photo).await?.filter(mine).ok_or(Problem::NotFound)?;
        let subject = record.subject.ok_or(Problem::NotFound)?;
        self.0
            .db
            .write((self.clone(), caller.clone()), move |tx, (me, caller)| {
                Box::pin(async move {
                    me.check_wanted(tx, caller, subject).await?;
                    let now = me.0.clock.now();
                    repo::put_erased(tx, photo, now).await?;
                    let act = Act::about(record.owner, "photos.take_back", format!("{photo} of {subject}"));
                    Ok::<_, Error>(audit::record(tx, caller, now, act).await?)
                })
            })
            .await?;
        self.0.photo_shelf.erase(photo).await
    }

    /// A picture, for who may see it; to anybody else there is none. Somebody else's view of leave papers is
    /// in that person's audit trail before the picture goes out (PIPL 28, 51).
    pub async fn open(&self, caller: &Caller, photo: PhotoId) -> Result<Picture> {
        let db = self.0.db.read();
        let record = repo::find_photo(db, photo).await?.ok_or(Problem::NotFound)?;
        if record.owner != caller.actor.person {
            match record.subject {
                None => return Err(Problem::NotFound.into()),
                Some(PhotoSubject::Correction(id)) => self.attendance().check_sees_evidence(db, caller, id).await?,
                Some(PhotoSubject::Leave(id)) => {
                    self.leave().check_sees_proof(db, caller, id).await?;
                    self.log_view(caller, &record).await?;
                }
            }
        }
        let sealed = self.0.photo_shelf.get(photo).await?.ok_or(Problem::NotFound)?;
        let bytes = self.0.id_number_key.open_photo(photo, &sealed)?;
        Ok(Picture { bytes, media_type: record.media_type })
    }

    async fn log_view(&self, caller: &Caller, record: &PhotoRecord) -> Result<()> {
        let (owner, photo, now) = (record.owner, record.id, self.0.clock.now());
        self.0
            .db
            .write(caller.clone(), move |tx, caller| {
                Box::pin(async move {
                    let act = Act::about(owner, "leave.view_proof", photo.to_string());
                    Ok::<_, Error>(audit::record(tx, caller, now, act).await?)
                })
            })
            .await
    }

    /// The photos of some things, by the things' bare ids. Who may see them is for the caller to ask.
    pub(crate) async fn of(&self, db: &impl Connection, things: &[Uuid]) -> Result<HashMap<Uuid, Vec<PhotoView>>> {
        let records = if things.is_empty() { Vec::new() } else { repo::list_photos(db, things).await? };
        if records.is_empty() {
            return Ok(HashMap::new());
        }
        let digests: Vec<Vec<u8>> = records.iter().map(|record| record.digest.clone()).collect();
        let uses = repo::list_uses(db, &digests).await?;
        let mut found = HashMap::<Uuid, Vec<PhotoView>>::new();
        for record in &records {
            let Some(thing) = record.subject.map(PhotoSubject::uuid) else { continue };
            let elsewhere = uses.iter().any(|(digest, id)| *digest == record.digest && *id != thing);
            found.entry(thing).or_default().push(view_of(record, elsewhere));
        }
        Ok(found)
    }

    /// Erases what was never sent with its form, and what has been kept long enough. Run again, it goes on.
    pub(crate) async fn clear_out(&self) -> Result<()> {
        let (db, now) = (self.0.db.read(), self.0.clock.now());
        for photo in repo::list_orphans(db, now - ORPHANED_AFTER, BATCH).await? {
            // Out of use first: else it could be given to a request while its picture goes.
            let retired = self.0.db.write((), move |tx, ()| {
                Box::pin(async move { Ok::<_, Error>(repo::retire_orphan(tx, photo, now).await?) })
            });
            if retired.await? {
                self.0.photo_shelf.erase(photo).await?;
                self.0
                    .db
                    .write((), move |tx, ()| {
                        Box::pin(async move { Ok::<_, Error>(repo::delete_orphan(tx, photo).await?) })
                    })
                    .await?;
            }
        }
        for photo in repo::list_outlived(db, now - KEPT_FOR, BATCH).await? {
            self.0.photo_shelf.erase(photo).await?;
            self.0
                .db
                .write((), move |tx, ()| {
                    Box::pin(async move { Ok::<_, Error>(repo::put_erased(tx, photo, now).await?) })
                })
                .await?;
        }
        Ok(())
    }

    /// Refuses photos for what is not the caller's, or takes none any more.
    async fn check_wanted(&self, db: &impl Connection, caller: &Caller, subject: PhotoSubject) -> Result<()> {
        match subject {
            PhotoSubject::Correction(id) => self.attendance().check_takes_evidence(db, caller, id).await,
            PhotoSubject::Leave(id) => self.leave().check_takes_papers(db, caller, id).await,
        }
    }

    fn attendance(&self) -> Attendance {
        Attendance(self.0.clone())
    }

    fn leave(&self) -> Leave {
        Leave(self.0.clone())
    }
}

fn view_of(record: &PhotoRecord, used_before: bool) -> PhotoView {
    PhotoView { id: record.id, width: record.width, height: record.height, at: record.at, used_before }
}
