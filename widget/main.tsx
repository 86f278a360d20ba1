import './ui/styles/tokens.css';
import './ui/styles/base.css';
import './ui/styles/panel.css';
import './ui/styles/uploads.css';
import { connectionLinkName } from './hosts/connection-link-name.ts';
import { startDesk } from './hosts/desk.ts';
import { createQueue } from './queue/queue.ts';
import { createRoutes } from './routes/create-routes.ts';
import { createDeliver } from './routes/deliver.ts';
import { openPanel } from './ui/open-panel.tsx';

// Before anything else: the SDK answers only a widget that asks while its script runs.
const starting = startDesk(window, { connectionLinkName });

const root = document.getElementById('root');
if (root) {
  void openPanel(root, starting, (host, configuration) => {
    const { routes, problems } = createRoutes(host, configuration);
    const queue = createQueue({ routes, deliver: createDeliver({ routes }) });
    return {
      queue,
      problems,
      loadExtras: async () => (await import('./extras.tsx')).createExtras({ host, configuration, queue }),
    };
  });
}
