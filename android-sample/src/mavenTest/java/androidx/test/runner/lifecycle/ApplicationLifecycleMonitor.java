package androidx.test.runner.lifecycle;

/** Is told of applications. */
public interface ApplicationLifecycleMonitor {}
