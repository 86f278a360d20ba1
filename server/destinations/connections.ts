import http from 'node:http';
import https from 'node:https';

/** The connections to one service. */
export interface Connections {
  readonly http: http.Agent;
  readonly https: https.Agent;
}

const options = {
  keepAlive: true,
  /**
   * How long an unused connection is kept, in milliseconds: less than the 5 s after which the most impatient of the common
   * servers (Node, Apache) close theirs. One that the service closes while it is being used again leaves an upload's end
   * unknown without need.
   */
  timeout: 4000,
  /**
   * How much may wait in this process for a connection to take it, in bytes. With a socket's own default, every piece of a
   * file would fill it up, and the next be held until a round of the event loop later.
   */
  highWaterMark: 256 * 1024,
} as const;

/**
 * Connections that are used again while they are warm: a new one costs an upload three round trips, and begins slowly.
 * Unused ones do not keep the process running.
 */
export function createConnections(): Connections {
  return { http: new http.Agent(options), https: new https.Agent(options) };
}
