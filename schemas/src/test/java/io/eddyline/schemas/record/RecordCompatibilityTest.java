package io.eddyline.schemas.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Compares the records with those of the last release: whatever was written must stay readable.
 *
 * <p>{@code -Dgolden.write=true} replaces the golden file; do that at a release and nowhere else.
 */
class RecordCompatibilityTest {
  private static final String GOLDEN = "/golden/records.binpb";

  @Test
  void whatWasWrittenStaysReadable() throws IOException {
    FileDescriptorSet now = current();
    if (Boolean.getBoolean("golden.write")) {
      Files.write(Path.of("src/test/resources" + GOLDEN), now.toByteArray());
    }
    List<String> breaks = new ArrayList<>();
    Map<String, FileDescriptorProto> files = index(now.getFileList(), FileDescriptorProto::getName);
    for (FileDescriptorProto old : golden().getFileList()) {
      FileDescriptorProto file = files.get(old.getName());
      if (file == null) {
        breaks.add("file " + old.getName() + " is gone");
        continue;
      }
      compareMessages(old.getName(), old.getMessageTypeList(), file.getMessageTypeList(), breaks);
      compareEnums(old.getName(), old.getEnumTypeList(), file.getEnumTypeList(), breaks);
    }
    assertThat(breaks).isEmpty();
  }

  @Test
  void noticesARenumberedAndARetypedField() {
    DescriptorProto old =
        DescriptorProto.newBuilder()
            .setName("M")
            .addField(field("a", 1))
            .addField(field("b", 2))
            .build();
    DescriptorProto renumbered =
        DescriptorProto.newBuilder()
            .setName("M")
            .addField(field("a", 1))
            .addField(field("b", 3))
            .build();
    List<String> breaks = new ArrayList<>();
    compareMessages("f", List.of(old), List.of(renumbered), breaks);
    assertThat(breaks).containsExactly("f.M: field 2 (b) is gone");
  }

  private static FieldDescriptorProto field(String name, int number) {
    return FieldDescriptorProto.newBuilder().setName(name).setNumber(number).build();
  }

  private static void compareMessages(
      String place, List<DescriptorProto> old, List<DescriptorProto> now, List<String> breaks) {
    Map<String, DescriptorProto> messages = index(now, DescriptorProto::getName);
    for (DescriptorProto was : old) {
      String name = place + "." + was.getName();
      DescriptorProto is = messages.get(was.getName());
      if (is == null) {
        breaks.add(name + " is gone");
        continue;
      }
      Map<Integer, FieldDescriptorProto> fields =
          index(is.getFieldList(), FieldDescriptorProto::getNumber);
      for (FieldDescriptorProto field : was.getFieldList()) {
        FieldDescriptorProto match = fields.get(field.getNumber());
        if (match == null) {
          breaks.add(
              "%s: field %d (%s) is gone".formatted(name, field.getNumber(), field.getName()));
        } else if (match.getType() != field.getType()
            || match.getLabel() != field.getLabel()
            || !match.getTypeName().equals(field.getTypeName())
            || !match.getName().equals(field.getName())) {
          breaks.add(
              "%s: field %d (%s) changed".formatted(name, field.getNumber(), field.getName()));
        }
      }
      compareMessages(name, was.getNestedTypeList(), is.getNestedTypeList(), breaks);
      compareEnums(name, was.getEnumTypeList(), is.getEnumTypeList(), breaks);
    }
  }

  private static void compareEnums(
      String place,
      List<EnumDescriptorProto> old,
      List<EnumDescriptorProto> now,
      List<String> breaks) {
    Map<String, EnumDescriptorProto> enums = index(now, EnumDescriptorProto::getName);
    for (EnumDescriptorProto was : old) {
      EnumDescriptorProto is = enums.get(was.getName());
      if (is == null || !is.getValueList().containsAll(was.getValueList())) {
        List<String> values =
            was.getValueList().stream().map(EnumValueDescriptorProto::getName).toList();
        breaks.add("%s.%s lost one of %s".formatted(place, was.getName(), values));
      }
    }
  }

  private static <K, T> Map<K, T> index(List<T> list, Function<T, K> key) {
    return list.stream().collect(Collectors.toMap(key, Function.identity()));
  }

  private static FileDescriptorSet current() {
    return FileDescriptorSet.newBuilder()
        .addFile(Event.getDescriptor().getFile().toProto())
        .addFile(UserRow.getDescriptor().getFile().toProto())
        .addFile(Control.getDescriptor().getFile().toProto())
        .addFile(SnapshotAnnouncement.getDescriptor().getFile().toProto())
        .build();
  }

  private static FileDescriptorSet golden() throws IOException {
    try (InputStream in = RecordCompatibilityTest.class.getResourceAsStream(GOLDEN)) {
      assertThat(in).as("golden file " + GOLDEN).isNotNull();
      return FileDescriptorSet.parseFrom(in);
    }
  }
}
