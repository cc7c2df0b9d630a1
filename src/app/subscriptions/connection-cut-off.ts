/** Why a connection was cut off: its client took nothing of what waited for it, or gave no sign of life while nothing waited. */
export type CutOffCause = 'slow' | 'lost';

/** What the signal of a connection aborts with if the server has cut it off; to all others it is an aborted one. */
export class ConnectionCutOff extends DOMException {
  readonly because: CutOffCause;

  constructor(because: CutOffCause) {
    super('The client was cut off', 'AbortError');
    this.because = because;
  }
}
