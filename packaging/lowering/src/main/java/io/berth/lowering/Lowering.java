// SPDX-License-Identifier: Apache-2.0
package io.berth.lowering;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;

/// Replaces, in one class file after the other, call sites that are linked at run time and that the
/// start-up cache does not hold: those of pattern switches and of the methods of records. Each
/// becomes a call of a static method that does the same. What is not understood stays as it is.
final class Lowering {

  private static final String NAME = "lowered$";

  private final ClassFile format;

  /// @param classes where the class files lie that those to be lowered name
  Lowering(ClassLoader classes) {
    this.format =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(classes)
                    .orElse(ClassHierarchyResolver.defaultResolver())));
  }

  /// Returns the class file without those call sites, or the same bytes if it has none.
  byte[] apply(byte[] bytes) {
    ClassModel model = format.parse(bytes);
    return needed(model) ? format.transformClass(model, new Methods(model)) : bytes;
  }

  private static boolean needed(ClassModel model) {
    for (MethodModel method : model.methods()) {
      CodeModel code = method.code().orElse(null);
      if (code == null) {
        continue;
      }
      for (CodeElement element : code) {
        if (element instanceof InvokeDynamicInstruction call && Lowered.of(call) != null) {
          return true;
        }
      }
    }
    return false;
  }

  /// Rewrites one class.
  private static final class Methods implements ClassTransform {

    private final ClassDesc owner;
    private final boolean isInterface;
    private final List<Lowered> lowered = new ArrayList<>();

    Methods(ClassModel model) {
      this.owner = model.thisClass().asSymbol();
      this.isInterface = model.flags().has(AccessFlag.INTERFACE);
    }

    @Override
    public void accept(ClassBuilder builder, ClassElement element) {
      if (!(element instanceof MethodModel method)) {
        builder.with(element);
        return;
      }
      builder.transformMethod(
          method,
          MethodTransform.transformingCode(
              (code, instruction) -> {
                Lowered call =
                    instruction instanceof InvokeDynamicInstruction dynamic
                        ? Lowered.of(dynamic)
                        : null;
                if (call == null) {
                  code.with(instruction);
                } else {
                  code.invokestatic(owner, NAME + lowered.size(), call.signature(), isInterface);
                  lowered.add(call);
                }
              }));
    }

    @Override
    public void atEnd(ClassBuilder builder) {
      for (int i = 0; i < lowered.size(); i++) {
        Lowered call = lowered.get(i);
        builder.withMethodBody(
            NAME + i,
            call.signature(),
            ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
            code -> call.body(code, owner));
      }
    }
  }
}
