import './ui/styles/tokens.css';
import './ui/styles/base.css';
import './ui/styles/panel.css';
import './ui/styles/uploads.css';
import { connectionLinkName } from './hosts/connection-link-name.ts';
import { startDesk } from './hosts/desk.ts';
import { watchOffline } from './queue/connection.ts';
import { createKeeping } from './queue/keeping.ts';
import { openKeepingPlace } from './queue/keeping-place.ts';
import { createQueue } from './queue/queue.ts';
import { createRoutes } from './routes/create-routes.ts';
import { createDeliver } from './routes/deliver.ts';
import { openPanel } from './ui/open-panel.tsx';

// Before anything else: the SDK answers only a widget that asks while its script runs.
const starting = startDesk(window, { connectionLinkName });

const root = document.getElementById('root');
if (root) {
  void openPanel(root, starting, (host, configuration) => {
    const { routes, problems, places, connectorMs } = createRoutes(host, configuration);
    const keeping = createKeeping({
      place: openKeepingPlace(window, host),
      deliver: createDeliver({ routes, places, policy: { settleMs: connectorMs } }),
    });
    const offline = watchOffline(window);
    const queue = createQueue({ routes, deliver: keeping.deliver, atOnce: places.ofLead, held: offline });
    void keeping.attach(queue);
    return { queue, problems, keeping: { news: keeping.news, offline } };
  });
}
