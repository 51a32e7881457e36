for (const link of document.querySelectorAll('.notifications a[data-unread]')) {
  const mark = () => navigator.sendBeacon('/do/read-notification', new URLSearchParams({ id: link.dataset.unread }));
  link.addEventListener('click', mark);
  link.addEventListener('auxclick', mark);
}
