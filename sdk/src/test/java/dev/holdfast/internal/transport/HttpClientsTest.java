package dev.holdfast.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.internal.sim.World;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import okhttp3.Cache;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpClientsTest {
  private final World world = new World(1);
  private final OkHttpClient base = new OkHttpClient();
  private final HttpClients clients = new HttpClients(base, world, world);

  private ConnectionPool pool(int stream, boolean fresh) {
    return clients.client(stream, fresh).connectionPool();
  }

  @Test
  void neighboursShareAPoolAndManyStreamsHaveFewPools() {
    assertThat(pool(0, false)).isSameAs(pool(HttpClients.STREAMS_A_POOL - 1, false));
    Set<ConnectionPool> pools = new HashSet<>();
    for (int stream = 0; stream < 10_000; stream++) {
      pools.add(pool(stream, false));
    }
    assertThat(pools).hasSize(HttpClients.POOLS).doesNotContain(base.connectionPool());
  }

  @Test
  void aDoubtBringsANewGenerationForAllStreamsOfThePool() {
    ConnectionPool old = pool(0, false);
    world.run(5_000);
    ConnectionPool fresh = pool(0, true);
    assertThat(fresh).isNotSameAs(old);
    assertThat(pool(1, false)).isSameAs(fresh);
  }

  @Test
  void streamsThatDoubtTogetherShareTheSuccessor() {
    pool(0, false);
    world.run(5_000);
    ConnectionPool fresh = pool(0, true);
    world.run(900);
    assertThat(pool(1, true)).isSameAs(fresh);
    world.run(200);
    assertThat(pool(2, true)).isNotSameAs(fresh);
  }

  @Test
  void connectionsArePingedAsTheAppSaysOrEvery25Seconds() {
    assertThat(clients.client(0, false).pingIntervalMillis()).isEqualTo(25_000);
    assertThat(base.pingIntervalMillis()).isZero();
    OkHttpClient app = base.newBuilder().pingInterval(Duration.ofSeconds(7)).build();
    HttpClients pinged = new HttpClients(app, world, world);
    assertThat(pinged.client(0, false).pingIntervalMillis()).isEqualTo(7_000);
    assertThat(pinged.client(0, true).pingIntervalMillis()).isEqualTo(7_000);
    assertThat(app.pingIntervalMillis()).isEqualTo(7_000);
  }

  @Test
  void theAppsClientIsNotTouched(@TempDir java.io.File folder) throws Exception {
    OkHttpClient app =
        new OkHttpClient.Builder().cache(new Cache(folder, 1 << 20)).followRedirects(true).build();
    OkHttpClient derived = new HttpClients(app, world, world).client(0, false);
    assertThat(derived.cache()).isNull();
    assertThat(derived.followRedirects()).isFalse();
    assertThat(derived.followSslRedirects()).isFalse();
    assertThat(derived.retryOnConnectionFailure()).isFalse();
    assertThat(derived.readTimeoutMillis()).isZero();
    assertThat(derived.callTimeoutMillis()).isZero();
    assertThat(derived.connectTimeoutMillis()).isEqualTo(app.connectTimeoutMillis());
    assertThat(derived.connectionPool()).isNotSameAs(app.connectionPool());
    assertThat(app.cache()).isNotNull();
    app.cache().close();
  }
}
