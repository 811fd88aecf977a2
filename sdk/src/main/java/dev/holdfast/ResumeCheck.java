package dev.holdfast;

/** How a reconnect asks the server to continue. */
public enum ResumeCheck {
  /**
   * Ask for what follows the last event, as browsers do (WHATWG HTML §9.2.3). One request, no
   * replay; a server that ignores the request cannot be told from one that had nothing new.
   */
  LAST_ID,

  /**
   * Ask from one identifier earlier, so that an honest server first replays an event that is
   * already here (it is not delivered twice). This shows at once, even on a quiet stream, whether
   * the server resumes where it is asked to, and finds events that were cut off in the middle of
   * several under one identifier. What does not continue is reported by {@link
   * StreamListener#onGap}. While the stream has had fewer than two identifiers, this works as
   * {@link #LAST_ID}.
   */
  ANCHORED
}
