import type { World } from '../world.ts';
import type { KayakoRefusal } from './failure.ts';
import type { Fields } from './form.ts';
import type { Tag } from './xml.ts';

/** A call that has passed the signature check. */
export interface KayakoCall {
  readonly world: World;
  readonly fields: Fields;
  /** What follows the name of the call in its path. */
  readonly ids: readonly string[];
  /** Tells the log which files the call brought. */
  nameFiles(names: readonly string[]): void;
}

export type KayakoAnswer =
  /** With PHP's notices before it where these come in some answers only. */
  { readonly kind: 'xml'; readonly root: Tag; readonly noisy: boolean } | { readonly kind: 'empty' } | KayakoRefusal;
