import { deskLimits } from '../../contract/limits.ts';
import type { Deliver, Delivery, DeliveryWatch, PastAttempts } from '../routes/delivery.ts';
import type { Consignment } from '../routes/route.ts';

/** One call of `deliver`, in a test's hands. */
export interface Errand {
  readonly consignment: Consignment;
  readonly watch: DeliveryWatch;
  /** What an earlier page is said to have tried. */
  readonly past: PastAttempts | undefined;
  /** Ends the delivery. @returns when the queue has gone on */
  end(delivery: Delivery): Promise<void>;
}

/** A `deliver` that does what a test tells it, and what it was asked for. */
export function createErrands(): { readonly deliver: Deliver; readonly errands: Errand[] } {
  const errands: Errand[] = [];
  const deliver: Deliver = (consignment, watch, past) =>
    new Promise((resolve) => {
      const end = async (delivery: Delivery) => {
        resolve(delivery);
        await Promise.resolve();
        await Promise.resolve();
      };
      errands.push({ consignment, watch, past, end });
    });
  return { deliver, errands };
}

/** A single route that takes what Desk takes. */
export const deskRoute = { name: 'connector', limits: () => deskLimits } as const;

/** Ids in order: `u1`, `u2`, … */
export function countIds(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `u${count}`;
  };
}
