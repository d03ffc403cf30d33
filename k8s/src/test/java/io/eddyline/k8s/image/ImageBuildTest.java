package io.eddyline.k8s.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tar that the profile has built. */
@Tag("image")
class ImageBuildTest {
  /** Used by parts of libraries that Eddyline does not reach. */
  private static final Set<String> NOT_USED = Set.of("java.sql.rowset");

  @TempDir static Path folder;
  private static ImageArchive image;

  @BeforeAll
  static void read() {
    image = ImageArchive.read(BuiltImage.TAR, folder.resolve("members"));
  }

  /** Another folder, another time, another zone, another language: the same bytes. */
  @Test
  void anotherBuildIsTheSameFileByFile() {
    Path again = folder.resolve("again");
    String digest = elsewhere(() -> build(again));
    ImageArchive second =
        ImageArchive.read(again.resolve(ImageBuild.TAR), folder.resolve("members-again"));
    assertThat(second.layers()).hasSameSizeAs(image.layers());
    for (int layer = 0; layer < image.layers().size(); layer++) {
      assertThat(ImageArchive.lines(second.layers().get(layer)))
          .as("layer %d", layer)
          .isEqualTo(ImageArchive.lines(image.layers().get(layer)));
    }
    assertThat(second.config()).isEqualTo(image.config());
    assertThat(again.resolve(ImageBuild.BILL))
        .hasSameTextualContentAs(BuiltImage.FOLDER.resolve(ImageBuild.BILL));
    assertThat(BuiltImage.FOLDER.resolve(ImageBuild.DIGEST)).content().isEqualTo(digest + "\n");
    assertThat(Sha256.of(again.resolve(ImageBuild.TAR))).isEqualTo(Sha256.of(BuiltImage.TAR));
  }

  private static String build(Path folder) {
    ImageBuild.Sources sources =
        new ImageBuild.Sources(BuiltImage.TREE, BuiltImage.JARS, BuiltImage.lock(), false);
    return new ImageBuild(BuiltImage.facts(image), sources).in(folder);
  }

  private static String elsewhere(Supplier<String> build) {
    Locale language = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr-TR"));
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
    try {
      return build.get();
    } finally {
      Locale.setDefault(language);
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void theBillOfMaterialsNamesThePackagesAndIsInTheImage() throws IOException {
    Path bill = BuiltImage.FOLDER.resolve(ImageBuild.BILL);
    JsonNode document = new ObjectMapper().readTree(bill.toFile());
    assertThat(document.path("bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(document.path("components"))
        .filteredOn(it -> it.path("purl").asText().startsWith("pkg:deb/"))
        .extracting(it -> it.path("name").asText())
        .containsExactlyElementsOf(
            BuiltImage.facts(image).base().isEmpty()
                ? DebianLock.read(BuiltImage.lock()).stream().map(DebianPackage::name).toList()
                : List.of());
    assertThat(ImageArchive.entries(image.layers().getLast()))
        .filteredOn(entry -> ("/" + entry.getName()).endsWith(ImageLayout.SBOM))
        .singleElement()
        .satisfies(entry -> assertThat(entry.getSize()).isEqualTo(Files.size(bill)));
  }

  @Test
  void theRuntimeHasEveryModuleThatTheJarsNeed() throws IOException {
    assertThat(modulesOf(BuiltImage.TREE.resolve("lib")))
        .isSubsetOf(
            Stream.of(JavaRuntime.MODULES, NOT_USED)
                .flatMap(modules -> modules.stream())
                .collect(Collectors.toSet()));
  }

  /** Modules of the JDK whose classes are named in the constants of the jars' classes. */
  private static Set<String> modulesOf(Path libraries) throws IOException {
    Map<String, String> moduleByPackage = new HashMap<>();
    ModuleFinder.ofSystem()
        .findAll()
        .forEach(
            it ->
                it.descriptor()
                    .packages()
                    .forEach(name -> moduleByPackage.put(name, it.descriptor().name())));
    Set<String> modules = new TreeSet<>();
    for (Path jar : jarsOf(libraries)) {
      try (ZipFile zip = new ZipFile(jar.toFile())) {
        for (ZipEntry entry : Collections.list(zip.entries())) {
          if (isClass(entry)) {
            byte[] bytes = zip.getInputStream(entry).readAllBytes();
            addModules(bytes, moduleByPackage, modules);
          }
        }
      }
    }
    return modules;
  }

  private static List<Path> jarsOf(Path libraries) throws IOException {
    try (Stream<Path> files = Files.list(libraries)) {
      return files.filter(file -> file.toString().endsWith(".jar")).toList();
    }
  }

  private static boolean isClass(ZipEntry entry) {
    return entry.getName().endsWith(".class") && !entry.getName().endsWith("module-info.class");
  }

  private static void addModules(
      byte[] bytes, Map<String, String> moduleByPackage, Set<String> modules) {
    for (var constant : ClassFile.of().parse(bytes).constantPool()) {
      if (constant instanceof ClassEntry type) {
        String name = type.asInternalName().replace('/', '.');
        int end = name.lastIndexOf('.');
        String module = end < 0 ? null : moduleByPackage.get(name.substring(0, end));
        if (module != null) {
          modules.add(module);
        }
      }
    }
  }
}
