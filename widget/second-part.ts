import { adoptStyles } from './adopt-styles.ts';
import type { Host } from './hosts/host.ts';
import { createPhotos } from './photos/photos.ts';
import { createReducePhoto } from './photos/reduce-photo.ts';
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
  const { routes, problems } = createRoutes(host, configuration);
  const queue = createQueue({ routes, deliver: createDeliver({ routes }) });
  const photos = createPhotos({
    storage: () => localStorage,
    reduce: createReducePhoto({ load: () => import('./photos/reduce-image.ts') }),
  });
  return { queue: { ...queue, add: photos.before(queue.add) }, photos, problems, notify: host.notify };
}
