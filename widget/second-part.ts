import { adoptStyles } from './adopt-styles.ts';
import { connectTicketFiles } from './connect-ticket-files.ts';
import type { Host } from './hosts/host.ts';
import { createPhotos } from './photos/photos.ts';
import { createReducer } from './photos/reduce-photo.ts';
import { watchOffline } from './queue/connection.ts';
import { createKeptQueue } from './queue/keeping.ts';
import { openKeepingPlace } from './queue/keeping-place.ts';
import { createAttachmentClaims } from './routes/attachment-claims.ts';
import type { ConnectorDialect } from './routes/connector-dialect.ts';
import { createRoutes } from './routes/create-routes.ts';
import { createCarrier } from './routes/deliver.ts';
import { deskDialect } from './routes/desk-dialect.ts';
import './ui/later-texts.ts';
import type { Workings } from './ui/panel.tsx';
import attachmentStyles from './ui/styles/attachments.css?inline';
import uploadStyles from './ui/styles/uploads.css?inline';

export { parts } from './ui/panel-parts.ts';

adoptStyles(uploadStyles + attachmentStyles);

/**
 * Makes the queue and the routes below it.
 * @param dialect of the product's own interface
 */
export function connect(
  host: Host,
  configuration: ReadonlyMap<string, string>,
  dialect: ConnectorDialect = deskDialect,
): Workings {
  const { routes, problems, gateway, places, connectorMs } = createRoutes(host, configuration, { dialect });
  const claims = createAttachmentClaims();
  const offline = watchOffline(window);
  const kept = createKeptQueue({
    routes,
    ...createCarrier({ routes, places, claims, policy: { settleMs: connectorMs } }),
    claims,
    place: openKeepingPlace(window, host),
    atOnce: places.ofLead,
    held: offline,
  });
  const { queue, news } = kept;
  const onTicket = connectTicketFiles(host, gateway, kept, dialect);
  const photos = createPhotos({
    storage: () => localStorage,
    reducer: createReducer({
      async load() {
        // Older browsers remember a failure, and load it no more.
        if (offline.peek()) throw new Error('offline');
        return import('./photos/reduce-image.ts');
      },
    }),
  });
  return {
    // What comes in is made smaller, and compared with what is there, before it gets into the queue.
    queue: { ...queue, add: photos.before(onTicket.intake.take) },
    problems,
    onTicket,
    photos,
    keeping: { news, offline, photos, intake: onTicket.intake },
    notify: host.notify,
  };
}
