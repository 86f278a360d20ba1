import { adoptStyles } from './adopt-styles.ts';
import { connectTicketFiles } from './connect-ticket-files.ts';
import type { Host } from './hosts/host.ts';
import { createQueue } from './queue/queue.ts';
import { createRoutes } from './routes/create-routes.ts';
import { createDeliver } from './routes/deliver.ts';
import './ui/later-texts.ts';
import type { Workings } from './ui/panel.tsx';
import attachmentStyles from './ui/styles/attachments.css?inline';
import uploadStyles from './ui/styles/uploads.css?inline';

export * as parts from './ui/panel-parts.ts';

adoptStyles(uploadStyles + attachmentStyles);

/** Makes the queue and the routes below it. */
export function connect(host: Host, configuration: ReadonlyMap<string, string>): Workings {
  const { routes, problems } = createRoutes(host, configuration);
  const queue = createQueue({ routes, deliver: createDeliver({ routes }) });
  const onTicket = connectTicketFiles(host, configuration, queue);
  // What comes in is compared with what is there before it gets into the queue.
  return { queue: { ...queue, add: onTicket.intake.take }, problems, onTicket };
}
