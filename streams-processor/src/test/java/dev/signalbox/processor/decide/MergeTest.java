package dev.signalbox.processor.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.processor.row.Row;
import dev.signalbox.processor.row.Row.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MergeTest {
    private final MemoryTables base = new MemoryTables();
    private final TreeMap<String, Row> changes = new TreeMap<>();

    private Merge merge() {
        return new Merge(changes, base.scan("q/").iterator(), "q/");
    }

    private static List<String> read(Merge merge) {
        List<String> all = new ArrayList<>();
        merge.forEachRemaining(entry -> all.add(entry.getKey() + "=" + ((Pointer) entry.getValue()).id()));
        return all;
    }

    @Test
    void reads_both_in_order_and_changes_over_what_was() {
        base.put("q/1", new Pointer("a"));
        base.put("q/2", new Pointer("b"));
        base.put("q/4", new Pointer("d"));
        base.put("r/1", new Pointer("x"));
        changes.put("p/9", new Pointer("x"));
        changes.put("q/0", new Pointer("new"));
        changes.put("q/2", null);
        changes.put("q/3", new Pointer("new"));
        changes.put("q/4", new Pointer("changed"));
        changes.put("q/5", new Pointer("new"));
        changes.put("r/2", new Pointer("x"));

        assertThat(read(merge())).containsExactly("q/0=new", "q/1=a", "q/3=new", "q/4=changed", "q/5=new");
    }

    @Test
    void leaves_out_what_is_deleted_while_it_runs() {
        base.put("q/1", new Pointer("a"));
        base.put("q/2", new Pointer("b"));
        base.put("q/3", new Pointer("c"));
        changes.put("q/4", new Pointer("d"));
        Merge merge = merge();
        merge.next();
        changes.put("q/1", null);
        changes.put("q/2", null);
        changes.put("q/4", null);
        changes.put("q/9", new Pointer("late"));
        assertThat(read(merge)).containsExactly("q/3=c");
    }

    @Test
    void ends() {
        assertThat(merge().hasNext()).isFalse();
        assertThatThrownBy(merge()::next).isInstanceOf(NoSuchElementException.class);
    }
}
