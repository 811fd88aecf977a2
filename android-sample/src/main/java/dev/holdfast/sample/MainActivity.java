package dev.holdfast.sample;

import android.app.Activity;
import android.content.Intent;
import android.os.Bundle;
import android.view.View;
import android.widget.EditText;
import android.widget.ListView;
import android.widget.Toast;
import org.jspecify.annotations.Nullable;

/** The screen: what the stream brings, and what the user says to it. */
public class MainActivity extends Activity {
  private @Nullable AppSession session;
  private @Nullable Screen screen;
  private boolean drawing;
  private boolean started;
  private final Runnable observer = this::drawSoon;

  @Override
  protected void onCreate(@Nullable Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.activity_main);
    AppSession opened = SampleApplication.session(this);
    session = opened;
    screen = new Screen(this, opened);
    EditText message = findViewById(R.id.message);
    findViewById(R.id.send).setOnClickListener(view -> send(opened.room, message));
    message.setOnEditorActionListener(
        (view, action, event) -> {
          send(opened.room, message);
          return true;
        });
    findViewById(R.id.settings)
        .setOnClickListener(view -> startActivity(new Intent(this, SettingsActivity.class)));
    ListView list = findViewById(R.id.timeline);
    list.setOnItemClickListener(
        (parent, row, position, number) -> {
          if (!opened.room.sendAgain(number)) {
            tellFull();
          }
        });
  }

  private void send(Room room, EditText message) {
    String text = message.getText().toString().trim();
    if (text.isEmpty()) {
      return;
    }
    if (room.send(text)) {
      message.setText("");
    } else {
      tellFull();
    }
  }

  private void tellFull() {
    Toast.makeText(this, R.string.outbox_full, Toast.LENGTH_SHORT).show();
  }

  @Override
  protected void onStart() {
    super.onStart();
    started = true;
    if (session != null) {
      session.show(observer);
      session.whenLoaded(this::stayConnected);
    }
    draw();
  }

  /** In a fresh process the settings may come after the screen, and the screen may be gone. */
  private void stayConnected() {
    if (started && session != null && session.settings().keepAlive) {
      LiveService.start(this);
    }
  }

  @Override
  protected void onStop() {
    started = false;
    if (session != null) {
      session.hide(observer);
    }
    super.onStop();
  }

  /** Once a frame, however much happens in it. */
  private void drawSoon() {
    View root = findViewById(R.id.timeline);
    if (!drawing) {
      drawing = true;
      root.postOnAnimation(this::draw);
    }
  }

  private void draw() {
    drawing = false;
    if (screen != null) {
      screen.draw();
    }
  }
}
