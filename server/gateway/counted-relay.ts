import type { Metrics } from './metrics.ts';
import type { Relay } from './relay.ts';

/** The same relay; each file that it took is counted, by the destination of the client. */
export function countFiles(relay: Relay, metrics: Pick<Metrics, 'fileEnded'>): Relay {
  return (order) => {
    const delivery = relay(order);
    return {
      async send(file) {
        const sent = await delivery.send(file);
        metrics.fileEnded(order.client.destinationName, sent.end.kind, sent.bytes);
        return sent;
      },
    };
  };
}
