package androidx.test.internal.runner.lifecycle;

import android.app.Activity;
import androidx.test.runner.lifecycle.ActivityLifecycleMonitor;
import androidx.test.runner.lifecycle.Stage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/** Keeps the stage of each activity. */
public final class ActivityLifecycleMonitorImpl implements ActivityLifecycleMonitor {
  private final Map<Activity, Stage> stages = Collections.synchronizedMap(new WeakHashMap<>());

  public void signalLifecycleChange(Stage stage, Activity activity) {
    stages.put(activity, stage);
  }

  @Override
  public Stage getLifecycleStageOf(Activity activity) {
    return stages.get(activity);
  }

  @Override
  public Collection<Activity> getActivitiesInStage(Stage stage) {
    Collection<Activity> activities = new ArrayList<>();
    synchronized (stages) {
      stages.forEach(
          (activity, in) -> {
            if (in == stage) {
              activities.add(activity);
            }
          });
    }
    return activities;
  }
}
