// SPDX-License-Identifier: Apache-2.0
package io.berth.lowering;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.util.ArrayList;
import java.util.List;

/// Loads the samples lowered, beside the ones that the compiler made.
final class LoweredClasses extends ClassLoader {

  private final Lowering lowering = new Lowering(LoweredClasses.class.getClassLoader());

  LoweredClasses() {
    super(LoweredClasses.class.getClassLoader());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      if (!name.startsWith(Samples.class.getName())) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        byte[] bytes = lowering.apply(bytes(name));
        loaded = defineClass(name, bytes, 0, bytes.length);
      }
      return loaded;
    }
  }

  /// Returns the bootstrap methods of the call sites that are left in a class.
  List<String> callSites(String name) {
    List<String> names = new ArrayList<>();
    for (var method : ClassFile.of().parse(lowering.apply(bytes(name))).methods()) {
      method
          .code()
          .ifPresent(
              code -> {
                for (var element : code) {
                  if (element instanceof InvokeDynamicInstruction call) {
                    names.add(call.bootstrapMethod().methodName());
                  }
                }
              });
    }
    return names;
  }

  static byte[] bytes(String name) {
    var file = name.replace('.', '/') + ".class";
    try (var in = LoweredClasses.class.getClassLoader().getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no class file " + file);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
