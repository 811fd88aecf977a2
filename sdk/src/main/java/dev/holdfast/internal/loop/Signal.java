package dev.holdfast.internal.loop;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Where threads wait until something is so. Whoever makes it so says that it has changed. */
public interface Signal {
  /** Returns once it is so; an interrupt does not end the wait. Not in a serial context. */
  void await(BooleanSupplier condition);

  /** Has those who wait look again. From any thread; does not block. */
  void changed();

  /** Returns a real one. */
  static Signal create() {
    ReentrantLock lock = new ReentrantLock(); // A monitor would pin a virtual thread.
    Condition change = lock.newCondition();
    return new Signal() {
      @Override
      public void await(BooleanSupplier condition) {
        lock.lock();
        try {
          while (!condition.getAsBoolean()) {
            change.awaitUninterruptibly();
          }
        } finally {
          lock.unlock();
        }
      }

      @Override
      public void changed() {
        lock.lock();
        try {
          change.signalAll();
        } finally {
          lock.unlock();
        }
      }
    };
  }
}
