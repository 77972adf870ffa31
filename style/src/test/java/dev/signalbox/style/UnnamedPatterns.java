package dev.signalbox.style;

import com.sun.source.tree.AnyPatternTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.TreeSet;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// The formatter cannot read `_` alone in a record pattern, `Point(_, var y)`; it can read it behind a type. So it is
/// shown one, which is taken away again.
final class UnnamedPatterns {
    private static final String TYPE = "\uA668";

    private UnnamedPatterns() {}

    static String withType(String source) {
        var text = new StringBuilder(source);
        positions(source).descendingSet().forEach(position -> text.insert(position, TYPE + " "));
        return text.toString();
    }

    static String withoutType(String source) {
        return source.replaceAll(TYPE + "\\s+_", "_");
    }

    private static TreeSet<Integer> positions(String source) {
        var file = new SimpleJavaFileObject(URI.create("string:///Source.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        var task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, _ -> {}, List.of("-proc:none"), null, List.of(file));
        var positions = new TreeSet<Integer>();
        try {
            for (CompilationUnitTree unit : task.parse()) {
                var trees = Trees.instance(task).getSourcePositions();
                new TreePathScanner<@Nullable Void, @Nullable Void>() {
                    @Override
                    public @Nullable Void visitAnyPattern(AnyPatternTree tree, @Nullable Void nothing) {
                        // javac puts it on the token behind.
                        positions.add(source.lastIndexOf('_', (int) trees.getStartPosition(unit, tree)));
                        return super.visitAnyPattern(tree, nothing);
                    }
                }.scan(unit, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return positions;
    }
}
