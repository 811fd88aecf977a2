package dev.holdfast.sample;

import android.Manifest;
import android.app.Activity;
import android.content.pm.PackageManager;
import android.os.Build;
import android.os.Bundle;
import android.widget.EditText;
import android.widget.Switch;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Which stream, and whether it lives on in the background. */
public class SettingsActivity extends Activity {
  @Override
  protected void onCreate(@Nullable Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.activity_settings);
    AppSession session = SampleApplication.session(this);
    EditText address = findViewById(R.id.address);
    Switch keepAlive = findViewById(R.id.keep_alive);
    if (state == null) {
      address.setText(session.settings().address);
      keepAlive.setChecked(session.settings().keepAlive);
    }
    findViewById(R.id.apply).setOnClickListener(view -> apply(session, address, keepAlive));
  }

  /** Listens from here on: the user did not turn the switch on when a rotation restored it. */
  @Override
  protected void onPostCreate(@Nullable Bundle state) {
    super.onPostCreate(state);
    Switch keepAlive = findViewById(R.id.keep_alive);
    keepAlive.setOnCheckedChangeListener(
        (view, on) -> {
          if (on && Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) {
            askForNotifications();
          }
        });
  }

  /** Whatever the answer, the service may run; without it, its notification is not shown. */
  private void askForNotifications() {
    String permission = Manifest.permission.POST_NOTIFICATIONS;
    if (checkSelfPermission(permission) != PackageManager.PERMISSION_GRANTED) {
      requestPermissions(new String[] {permission}, 0);
    }
  }

  private void apply(AppSession session, EditText address, Switch keepAlive) {
    String url = address.getText().toString().trim();
    if (HttpUrl.parse(url) == null) {
      address.setError(getString(R.string.address_wrong));
      return;
    }
    session.change(new Settings(url, keepAlive.isChecked()));
    if (keepAlive.isChecked()) {
      LiveService.start(this);
    } else {
      LiveService.stop(this);
    }
    finish();
  }
}
