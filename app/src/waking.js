async (script, wasm) => {
  if (!document.hidden) await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
  for (const link of document.querySelectorAll('link[rel=later]')) {
    link.rel = link.as === 'script' ? 'modulepreload' : 'preload';
  }
  const code = await import(script);
  await code.default({ module_or_path: wasm });
  code.hydrate();
}
