package io.eddyline.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.ingest.replay.CatalogueTitle;
import io.eddyline.ingest.replay.DataFormat;
import io.eddyline.ingest.replay.DataSetReader;
import io.eddyline.ingest.replay.HttpSink;
import io.eddyline.ingest.replay.ReadOptions;
import io.eddyline.ingest.replay.ReplayConfig;
import io.eddyline.ingest.replay.Replayer;
import io.eddyline.schemas.record.Event;
import io.eddyline.schemas.record.Item;
import io.eddyline.schemas.serde.RecordSerdes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GatewayReplayTest {
  @Test
  void takesDataSetThatIsReplayedOverHttp(@TempDir Path folder) throws Exception {
    String rows = "1::a::3::978301000\n2::b::11::978301001\n1::c::5::978301002\n";
    Path file = Files.writeString(folder.resolve("ratings.dat"), rows);
    var data = DataSetReader.read(DataFormat.MOVIELENS, ReadOptions.none(), List.of(file));
    var titles = List.of(new CatalogueTitle("a", "Alien (1979)", List.of("Horror"), 1979));
    try (RunningGateway gateway = new RunningGateway(true, 16);
        HttpSink sink = new HttpSink(gateway.uri())) {
      var report =
          new Replayer(new ReplayConfig(0, 2, 2, 0), sink, (done, total) -> {})
              .run(data.events(), titles);
      assertThat(report.acceptedEvents()).isEqualTo(2);
      assertThat(report.refusedEvents()).isEqualTo(1);
      assertThat(gateway.produced(RunningGateway.CATALOGUE.events().name()))
          .extracting(record -> RecordSerdes.EVENT.decode(record.value()))
          .extracting(Event::getItemId)
          .containsExactlyInAnyOrder("a", "c");
      Item item =
          RecordSerdes.ITEM.decode(
              gateway.produced(RunningGateway.CATALOGUE.items().name()).getFirst().value());
      assertThat(item.getAttributesJson()).isEqualTo("{\"genre\":[\"Horror\"],\"year\":1979}");
    }
  }
}
