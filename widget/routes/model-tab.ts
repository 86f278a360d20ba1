import type { ManualClock } from '../manual-clock.ts';
import { createModelConnector, createModelGatewayRoute, type ModelGateway, type ModelPage } from './model-routes.ts';
import type { ModelService } from './model-service.ts';
import type { createWatchTower } from './model-tower.ts';
import type { Route, RouteName } from './route.ts';

/** What the tabs of one run share. */
export interface ModelSetting {
  readonly clock: ManualClock;
  readonly service: ModelService;
  readonly gateway: ModelGateway;
  readonly tower: ReturnType<typeof createWatchTower>;
  readonly routes: readonly [RouteName, ...RouteName[]];
}

/** A tab with its routes over the services of a model. Nothing of it goes on once it is closed. */
export interface ModelTab {
  readonly page: ModelPage;
  readonly routes: readonly [Route, ...Route[]];
  close(): void;
}

export function openModelTab({ clock, service, gateway, tower, routes: [first, ...others] }: ModelSetting): ModelTab {
  let closedMs: number | undefined;
  const isOpen = () => closedMs === undefined;
  const page: ModelPage = {
    isOpen,
    closedMs: () => closedMs,
    clock: { now: clock.now, after: (ms, call) => clock.after(ms, () => isOpen() && call()) },
  };
  const witness = tower.openPage(isOpen);
  const make = {
    connector: () => createModelConnector(service, page, witness),
    gateway: () => createModelGatewayRoute(service, gateway, page, witness),
  };
  return {
    page,
    routes: [make[first](), ...others.map((name) => make[name]())],
    close() {
      closedMs = clock.now();
    },
  };
}
