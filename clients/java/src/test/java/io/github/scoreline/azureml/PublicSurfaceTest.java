package io.github.scoreline.azureml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Compares what other modules can use with {@code public-api.txt}. The tools that compare two jars,
 * japicmp and Revapi, need a release to compare with.
 */
class PublicSurfaceTest {
  private static final Path FROZEN = Path.of("public-api.txt");
  private static final Path FOUND = Path.of("target", "public-api.txt");

  @Test
  @DisplayName("the public surface changes only together with the file that lists it")
  void frozen() throws Exception {
    String found = surface(ScoringClient.class.getModule().getDescriptor());
    Files.writeString(FOUND, found);
    assertEquals(
        Files.readString(FROZEN), found, "to accept the change, copy " + FOUND + " to " + FROZEN);
  }

  private static String surface(ModuleDescriptor module) throws Exception {
    var text = new StringBuilder();
    module.requires().stream()
        .filter(need -> need.modifiers().contains(ModuleDescriptor.Requires.Modifier.TRANSITIVE))
        .map(need -> "requires transitive " + need.name() + "\n")
        .sorted()
        .forEach(text::append);
    for (String name :
        module.exports().stream().map(ModuleDescriptor.Exports::source).sorted().toList()) {
      text.append("exports ").append(name).append("\n\n");
      for (Class<?> type : classes(name)) {
        // Names of this package are short.
        text.append((declaration(type) + members(type)).replace(name + ".", "")).append('\n');
      }
    }
    return text.toString();
  }

  /** Returns the classes of a package that other packages can use, nested ones too. */
  private static List<Class<?>> classes(String name)
      throws IOException, URISyntaxException, ClassNotFoundException {
    var code = ScoringClient.class.getProtectionDomain().getCodeSource().getLocation();
    var classes = new ArrayList<Class<?>>();
    try (Stream<Path> files = Files.list(Path.of(code.toURI()).resolve(name.replace('.', '/')))) {
      for (Path file : files.sorted().toList()) {
        String base = file.getFileName().toString();
        if (base.endsWith(".class")) {
          Class<?> type = Class.forName(name + "." + base.substring(0, base.lastIndexOf('.')));
          if (isVisible(type)) {
            classes.add(type);
          }
        }
      }
    }
    return classes;
  }

  private static boolean isVisible(Class<?> type) {
    return isVisible(type.getModifiers())
        && (type.getEnclosingClass() == null || isVisible(type.getEnclosingClass()));
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  /** Not {@code toGenericString}, which before Java 18 does not say that a class is sealed. */
  private static String declaration(Class<?> type) {
    String kind = (type.isSealed() ? " sealed " : " ") + (type.isInterface() ? "" : "class ");
    String supertypes = Stream.concat(
            Stream.ofNullable(type.getGenericSuperclass()),
            Arrays.stream(type.getGenericInterfaces()))
        .map(Type::getTypeName)
        .collect(Collectors.joining(", "));
    return Modifier.toString(type.getModifiers()) + kind + type.getName() + " : " + supertypes
        + "\n";
  }

  private static String members(Class<?> type) {
    Stream<String> fields = Arrays.stream(type.getDeclaredFields())
        .filter(field -> isVisible(field.getModifiers()))
        .map(Field::toGenericString);
    Stream<String> code = Stream.<Executable[]>of(
            type.getDeclaredConstructors(), type.getDeclaredMethods())
        .flatMap(Arrays::stream)
        .filter(member -> isVisible(member.getModifiers()))
        .map(Executable::toGenericString);
    return Stream.concat(fields, code)
        .sorted()
        .map(member -> "  " + member + "\n")
        .collect(Collectors.joining());
  }
}
