import type { Viewer } from '../account/viewer.ts';

/** Who made a change. */
export interface Actor {
  readonly kind: 'USER' | 'API_KEY' | 'AGENT' | 'CONSOLIDATION';
  readonly name: string;
}

export const actorOf = (viewer: Viewer): Actor => ({ kind: viewer.actorKind, name: viewer.principal });
