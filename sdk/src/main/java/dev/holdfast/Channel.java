package dev.holdfast;

/**
 * The app's handle on a stream that talks both ways. All methods are safe for use from any thread.
 */
public interface Channel extends Subscription {}
