(({ script }) => {
  const pressed = [];
  const start = async () => {
    const module = await import(`/pkg/${script}.js`);
    await module.default({ module_or_path: `/pkg/${script}.wasm` });
    module.hydrate();
  };
  const listen = (event) => {
    const { key, target, altKey } = event;
    const control = event.ctrlKey || event.metaKey;
    if (!(control && key.toLowerCase() === 'k')) {
      const known = pressed.length > 0 || '/?jknpcgx'.includes(key);
      if (control || altKey || !known || target.closest?.('input, textarea, select, dialog[open]')
        || document.querySelector('nav.rail[data-palette-only]')) return;
    }
    event.preventDefault();
    // What is typed after it belongs into the box: that cannot wait for a download.
    if (key === '/' && pressed.length === 0) return document.querySelector("[data-key='search']")?.focus();
    if (pressed.push([target, event]) > 1) return;
    start().then(() => {
      removeEventListener('keydown', listen);
      for (const [target, event] of pressed) target.dispatchEvent(new KeyboardEvent('keydown', event));
    }, () => { pressed.length = 0; });
  };
  addEventListener('keydown', listen);
})(document.currentScript.dataset);
