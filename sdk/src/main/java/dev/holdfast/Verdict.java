package dev.holdfast;

/** What an attempt says about its transport. New ones may be added: give a switch a default. */
public enum Verdict {
  /** It carries data here. */
  PROVEN,
  /** The server or something on the way does not offer it at this URL. */
  REFUSED,
  /** It was accepted, and then nothing came through that should have. */
  MUTED,
  /** The network's fault, or a server that is down: says nothing about the transport. */
  UNREACHABLE,
  /** Credentials or certificates: no transport and no retry will mend it. */
  REJECTED,
  /** It broke, or the server failed. */
  LOST,
  /** The server says that the stream is over. */
  ENDED
}
