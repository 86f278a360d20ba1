import { adoptStyles } from './adopt-styles.ts';
import type { Host } from './hosts/host.ts';
import { watchOffline } from './queue/connection.ts';
import { createKeeping } from './queue/keeping.ts';
import { openKeepingPlace } from './queue/keeping-place.ts';
import { createQueue } from './queue/queue.ts';
import { createRoutes } from './routes/create-routes.ts';
import { createDeliver } from './routes/deliver.ts';
import './ui/later-texts.ts';
import type { Workings } from './ui/panel.tsx';
import uploadStyles from './ui/styles/uploads.css?inline';

export * as parts from './ui/panel-parts.ts';

adoptStyles(uploadStyles);

/** Makes the queue and the routes below it. */
export function connect(host: Host, configuration: ReadonlyMap<string, string>): Workings {
  const { routes, problems, places, connectorMs } = createRoutes(host, configuration);
  const keeping = createKeeping({
    place: openKeepingPlace(window, host),
    deliver: createDeliver({ routes, places, policy: { settleMs: connectorMs } }),
  });
  const offline = watchOffline(window);
  const queue = createQueue({ routes, deliver: keeping.deliver, atOnce: places.ofLead, held: offline });
  void keeping.attach(queue);
  return { queue, problems, keeping: { news: keeping.news, offline } };
}
