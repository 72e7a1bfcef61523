async (script, wasm) => {
  // A trap ends the app's program: what it has drawn stands there and answers no more.
  const onError = (thrown) => {
    if (!(thrown instanceof WebAssembly.RuntimeError)) return;
    const notice = document.getElementById('fallen');
    notice.hidden = false;
    notice.querySelector('button').onclick = () => location.reload();
  };
  addEventListener('error', (event) => onError(event.error));
  addEventListener('unhandledrejection', (event) => onError(event.reason));

  // Between two pieces of work, so that a tap need not wait for both.
  const pause = () => new Promise((done) => setTimeout(done));
  if (!document.hidden) await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
  for (const link of document.querySelectorAll('link[rel=later]')) {
    link.rel = link.as === 'script' ? 'modulepreload' : 'preload';
  }
  const code = await import(script);
  await code.default({ module_or_path: wasm });
  await pause();
  code.hydrate();
}
