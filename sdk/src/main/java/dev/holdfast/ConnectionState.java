package dev.holdfast;

/**
 * Where a stream is in its life.
 *
 * <pre>
 * IDLE ──► CONNECTING ◄─► OPEN
 *   │          ▲ │          │
 *   │          │ ▼          │
 *   └──────► WAITING ◄──────┘        any state ──► CLOSED
 * </pre>
 *
 * <p>Replacing a connection by another that continues it (a handover) leaves the stream {@link
 * #OPEN}.
 */
public enum ConnectionState {
  /** Created, and nothing attempted yet. */
  IDLE,

  /** A connection is being attempted; no response has been accepted yet. */
  CONNECTING,

  /** A server accepted the request. Events arrive as the server sends them. */
  OPEN,

  /**
   * No connection; the next attempt comes after a delay, or when the app {@linkplain
   * Subscription#resume resumes} the stream, or when there is {@linkplain
   * StreamClient#networkChanged a network} again.
   */
  WAITING,

  /** Over for good: by the app, by the server, or by an error that no retry can mend. */
  CLOSED
}
