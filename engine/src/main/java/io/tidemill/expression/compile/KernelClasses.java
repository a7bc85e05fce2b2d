package io.tidemill.expression.compile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Defines kernels as hidden classes and keeps the last few hundred by their [Shape], so that the
/// workers of a query, and queries that are alike, share code and its compiled form.
///
/// With `-Dtidemill.kernels=DIR` each class is written to `DIR/kernel-N.class` when it is defined;
/// the line numbers in it count the nodes that its loops were written from.
final class KernelClasses {
    private static final int KEPT = 256;
    private static final String DUMP = "tidemill.kernels";
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final Map<Shape, MethodHandle> CACHE =
            new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Shape, MethodHandle> eldest) {
                    return size() > KEPT;
                }
            };
    private static int dumped;

    private KernelClasses() {}

    /// A kernel of that shape; empty when one of its methods would be too long to be compiled.
    static Optional<Kernel> create(Shape shape) {
        MethodHandle constructor;
        synchronized (CACHE) {
            constructor = CACHE.get(shape);
        }
        if (constructor == null) {
            var bytes = new KernelWriter(shape).write();
            if (KernelWriter.longestMethod(bytes) > KernelWriter.LONGEST_METHOD) {
                return Optional.empty();
            }
            dump(bytes);
            constructor = define(bytes);
            synchronized (CACHE) {
                CACHE.put(shape, constructor);
            }
        }
        try {
            return Optional.of((Kernel) constructor.invokeExact());
        } catch (Throwable e) {
            throw new IllegalStateException("a kernel cannot be made", e);
        }
    }

    private static MethodHandle define(byte[] bytes) {
        try {
            var type = LOOKUP.defineHiddenClass(bytes, true);
            return type.findConstructor(type.lookupClass(), MethodType.methodType(void.class))
                    .asType(MethodType.methodType(Kernel.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a kernel cannot be defined", e);
        }
    }

    private static synchronized void dump(byte[] bytes) {
        var directory = System.getProperty(DUMP);
        if (directory == null) {
            return;
        }
        try {
            var model = ClassFile.of().parse(bytes);
            ClassFile.of()
                    .buildTo(
                            Path.of(directory, "kernel-" + dumped++ + ".class"),
                            model.thisClass().asSymbol(),
                            type -> model.forEach(type));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "-D%s: cannot write to %s".formatted(DUMP, directory), e);
        }
    }
}
