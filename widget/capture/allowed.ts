/**
 * Whether the agent may be offered a capture of the screen here: the browser has it, and says that this frame is
 * allowed it. Where it does not say, a frame of another site is not: the product around it would have to allow it.
 */
export function mayCapture(page: Document = document, devices: unknown = navigator.mediaDevices): boolean {
  if (typeof devices !== 'object' || devices === null || !('getDisplayMedia' in devices)) return false;
  return [policyOf(page, 'permissionsPolicy'), policyOf(page, 'featurePolicy')].some((policy) => policy === true);
}

function policyOf(page: object, name: string): unknown {
  const policy: unknown = Reflect.get(page, name);
  if (typeof policy !== 'object' || policy === null) return undefined;
  const allows: unknown = Reflect.get(policy, 'allowsFeature');
  return typeof allows === 'function' && allows.call(policy, 'display-capture');
}
