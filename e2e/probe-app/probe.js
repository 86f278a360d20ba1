// The smallest widget: registers as every widget does, and leaves what it learned for a test to read.
window.probe = { events: [] };
try {
  window.ZOHODESK.get('ticket.id');
} catch (error) {
  window.probe.early = String(error);
}
window.probe.app = window.ZOHODESK.extension.onload().then((app) => {
  for (const name of ['ticket_Shift', 'user_preference.changed']) {
    app.instance.on(name, (data) => window.probe.events.push([name, data]));
  }
  return app;
});
