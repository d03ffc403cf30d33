package io.eddyline.ingest.cleaning;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Keeps all stores of one Kafka Streams client within one bound of native memory: blocks, indexes,
 * filters and write buffers. Without it each segment of each partition has caches of its own.
 *
 * <p>Kafka Streams makes instances by reflection; the memory that they share comes to them as a
 * value of the Streams configuration.
 *
 * <p>Threading: {@link Memory} is thread-safe and outlives the Streams client.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {
  /** Key of the Streams configuration that holds the {@link Memory}. */
  static final String MEMORY = "eddyline.rocksdb.memory";

  /** The shared bound. */
  static final class Memory implements AutoCloseable {
    private static final double WRITE_BUFFER_SHARE = 0.25;

    private final LRUCache cache;
    private final WriteBufferManager writeBuffers;

    Memory(long bytes) {
      RocksDB.loadLibrary();
      cache = new LRUCache(bytes);
      writeBuffers = new WriteBufferManager((long) (bytes * WRITE_BUFFER_SHARE), cache);
    }

    @Override
    public void close() {
      writeBuffers.close();
      cache.close();
    }
  }

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    if (!(configs.get(MEMORY) instanceof Memory memory)) {
      throw new IllegalArgumentException(MEMORY + " is not in the Streams configuration");
    }
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(memory.cache);
    table.setCacheIndexAndFilterBlocks(true);
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(memory.writeBuffers);
  }

  @Override
  public void close(String storeName, Options options) {}
}
