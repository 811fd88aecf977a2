// Messages accepted once: one memory of refs for WebSocket and POST.
const REF = /^[\x21-\x7e]{1,256}$/;

export class Inbox {
  messages = [];
  accepted = new Set();
  nack = undefined; // { retry }: messages are refused so

  /** Returns undefined where the message is held now, or was before; else why it is refused. */
  accept(ref, payload, by) {
    if (this.accepted.has(ref)) return undefined;
    if (!REF.test(ref)) return { reason: 'no such ref', retry: false };
    if (this.nack) return { reason: 'as told', ...this.nack };
    this.accepted.add(ref);
    const data = Buffer.isBuffer(payload.data) ? payload.data.toString('base64') : payload.data;
    this.messages.push({ ref, type: payload.type, data, encoding: payload.encoding, by });
    return undefined;
  }
}
