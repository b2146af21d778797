// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.compatibility;

import io.berth.conformance.BerthProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodTypeDesc;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// Makes copies of the program in which something was changed: the classes concerned stand before
/// the jars on the class path.
final class ChangedProgram {

  private static final String SCHEMAS = "io/berth/workflow/";

  private final Path distribution;
  private final Path state;
  private final Map<String, byte[]> classes = new TreeMap<>();
  private final ClassFile files;

  /// @param distribution the program as it is shipped
  /// @param state a folder for the copies and for what they leave behind
  ChangedProgram(Path distribution, Path state) throws IOException {
    this.distribution = distribution;
    this.state = state;
    List<URL> jars = new ArrayList<>();
    try (var entries = Files.newDirectoryStream(distribution.resolve("lib"), "berth-*.jar")) {
      for (var jar : entries) {
        jars.add(url(jar));
        read(jar);
      }
    }
    var loader = new URLClassLoader(jars.toArray(URL[]::new), null);
    this.files =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(loader)
                    .orElse(ClassHierarchyResolver.defaultResolver())));
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(Path jar) throws IOException {
    try (var system = FileSystems.newFileSystem(jar);
        var found = Files.walk(system.getPath("/"))) {
      for (var file : found.filter(ChangedProgram::isOurs).toList()) {
        classes.put(file.toString().substring(1), Files.readAllBytes(file));
      }
    }
  }

  private static boolean isOurs(Path file) {
    var name = file.toString();
    return name.startsWith("/io/berth/") && name.endsWith(".class");
  }

  /// Makes a copy in which all changes were made.
  ///
  /// @throws IOException if a change meets nothing in the program, or a copy cannot be written
  BerthProgram with(String name, List<Change> changes) throws IOException {
    var folder = Files.createDirectories(state.resolve(name));
    Map<String, byte[]> changed = new TreeMap<>();
    for (var change : changes) {
      make(change, changed);
    }
    for (var type : changed.entrySet()) {
      var target = folder.resolve("classes").resolve(type.getKey());
      Files.createDirectories(target.getParent());
      Files.write(target, type.getValue());
    }
    var launcher = folder.resolve("berth");
    Files.writeString(
        launcher,
        """
        #!/bin/sh
        . "%1$s/lib/java-options.sh"
        exec "%2$s/bin/java" $java_options --enable-native-access=ALL-UNNAMED -Dberth.home="%1$s" \
        -cp "%3$s:%1$s/lib/berth-cli.jar" io.berth.cli.Main "$@"
        """
            .formatted(distribution, System.getProperty("java.home"), folder.resolve("classes")));
    if (!launcher.toFile().setExecutable(true)) {
      throw new IOException(launcher + " cannot be made executable");
    }
    return new BerthProgram(launcher, state);
  }

  private void make(Change change, Map<String, byte[]> changed) throws IOException {
    var met =
        switch (change) {
          case Change.Word(var type, var word) ->
              rewrite(type(type), text -> text.equals(word) ? word + "-gone" : text, changed);
          case Change.Key(var definition, var key) -> {
            var count = 0;
            for (var name : classes.keySet()) {
              if (name.startsWith(SCHEMAS) && name.contains("Schema")) {
                count += rewrite(name, text -> withoutKey(text, definition, key), changed);
              }
            }
            yield count;
          }
          case Change.Answer(var type, var method, var value) ->
              answer(type(type), method, value, changed);
        };
    if (met == 0) {
      throw new IOException(change + " meets nothing in the program");
    }
  }

  /// Returns the path of the one class of this name.
  private String type(String name) throws IOException {
    List<String> found = new ArrayList<>();
    for (var path : classes.keySet()) {
      if (path.endsWith("/" + name + ".class")) {
        found.add(path);
      }
    }
    if (found.size() != 1) {
      throw new IOException("one class `" + name + "` is wanted, found " + found);
    }
    return found.getFirst();
  }

  /// Takes a line `  key …` or `  key! …` away from a definition, or from what extends one.
  static String withoutKey(String schema, String definition, String key) {
    if (!schema.contains("\n  " + key + " ") && !schema.contains("\n  " + key + "! ")) {
      return schema;
    }
    var kept = new StringBuilder();
    var within = false;
    for (var line : schema.split("(?<=\n)", -1)) {
      if (!line.startsWith(" ") && !line.isBlank()) {
        within = line.startsWith(definition + " ") || line.strip().equals("extend " + definition);
      }
      if (!within || !(line.startsWith("  " + key + " ") || line.startsWith("  " + key + "! "))) {
        kept.append(line);
      }
    }
    return kept.toString();
  }

  private int rewrite(String path, UnaryOperator<String> rule, Map<String, byte[]> changed) {
    var met = new AtomicInteger();
    CodeTransform code =
        (builder, element) -> {
          if (element instanceof ConstantInstruction.LoadConstantInstruction load
              && load.constantValue() instanceof String text
              && !rule.apply(text).equals(text)) {
            met.incrementAndGet();
            builder.loadConstant(rule.apply(text));
          } else if (element instanceof InvokeDynamicInstruction call
              && !joined(call, rule).equals(call.bootstrapArgs())) {
            met.incrementAndGet();
            builder.invokedynamic(
                DynamicCallSiteDesc.of(
                    call.bootstrapMethod(),
                    call.name().stringValue(),
                    call.typeSymbol(),
                    joined(call, rule).toArray(ConstantDesc[]::new)));
          } else {
            builder.with(element);
          }
        };
    var bytes =
        files.transformClass(
            files.parse(changed.getOrDefault(path, classes.get(path))),
            ClassTransform.transformingMethodBodies(code));
    if (met.get() > 0) {
      changed.put(path, bytes);
    }
    return met.get();
  }

  /// Returns the arguments of a call that joins texts, with the rule applied to each text in them.
  private static List<ConstantDesc> joined(
      InvokeDynamicInstruction call, UnaryOperator<String> rule) {
    List<ConstantDesc> arguments = new ArrayList<>();
    for (var argument : call.bootstrapArgs()) {
      if (argument instanceof String recipe) {
        var changed = new StringBuilder();
        for (var piece : recipe.split("(?=\u0001)|(?<=\u0001)", -1)) {
          changed.append(rule.apply(piece));
        }
        arguments.add(changed.toString());
      } else {
        arguments.add(argument);
      }
    }
    return arguments;
  }

  private int answer(String path, String method, String value, Map<String, byte[]> changed) {
    var met = new AtomicInteger();
    ClassTransform transform =
        (builder, element) -> {
          if (element instanceof MethodModel model
              && model.methodName().equalsString(method)
              && model.code().isPresent()) {
            met.incrementAndGet();
            builder.withMethodBody(
                model.methodName(),
                model.methodType(),
                model.flags().flagsMask(),
                body -> answer(body, value));
          } else {
            builder.with(element);
          }
        };
    var bytes =
        files.transformClass(files.parse(changed.getOrDefault(path, classes.get(path))), transform);
    if (met.get() > 0) {
      changed.put(path, bytes);
    }
    return met.get();
  }

  private static void answer(CodeBuilder body, String value) {
    switch (value) {
      case "true" -> body.iconst_1().ireturn();
      case "false" -> body.iconst_0().ireturn();
      case "null" -> body.aconst_null().areturn();
      case "\"\"" -> body.ldc("").areturn();
      case "empty map" ->
          body.invokestatic(
                  ConstantDescs.CD_Map, "of", MethodTypeDesc.of(ConstantDescs.CD_Map), true)
              .areturn();
      case "nothing" -> body.return_();
      default -> throw new IllegalArgumentException("no method can return `" + value + "`");
    }
  }
}
