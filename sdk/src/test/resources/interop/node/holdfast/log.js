// The numbered log: an event's id is its number, and the cursor N is the position after event N.
import { EventEmitter } from 'node:events';

export class Log extends EventEmitter {
  events = [];
  last = 0; // the number of the newest event
  published = 0;
  known = 0; // the earliest cursor that means something here
  retain = 1000;
  ended = false;
  newcomers = 'now'; // or 'start'

  constructor() {
    super();
    this.setMaxListeners(0);
  }

  publish(payload) {
    this.published++;
    const event = { id: String(++this.last), number: this.last, ...payload };
    this.events.push(event);
    this.trim();
    this.emit('event', event);
  }

  trim() {
    this.events.splice(0, Math.max(0, this.events.length - this.retain));
  }

  /** All of it is lost, as with a machine; the numbers go on, so that none means two events. */
  forget() {
    this.last += 1000;
    this.known = this.last;
    this.events = [];
  }

  end() {
    this.ended = true;
    this.emit('end');
  }

  /** The position before the oldest event that is left. */
  oldest() {
    return this.last - this.events.length;
  }

  /** Where a client starts that comes with this cursor, and what it is to be told. */
  start(cursor) {
    const at = /^(0|[1-9][0-9]{0,14})$/.test(cursor ?? '') ? Number(cursor) : -1;
    if (at < this.known || at > this.last) {
      const position = this.newcomers === 'now' ? this.last : this.oldest();
      return { resumed: false, unknown: cursor !== undefined, position };
    }
    if (at >= this.oldest()) return { resumed: true, position: at };
    const gap = { from: String(at) };
    if (this.events.length > 0) gap.to = this.events[0].id;
    return { resumed: true, gap, position: this.oldest() };
  }

  after(position, count = Infinity) {
    return this.events.slice(Math.max(0, position - this.oldest())).slice(0, count);
  }
}
