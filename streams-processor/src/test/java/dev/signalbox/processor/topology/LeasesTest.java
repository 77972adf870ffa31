package dev.signalbox.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.processor.row.Row;
import org.junit.jupiter.api.Test;

class LeasesTest {
    private final Leases leases = new Leases();

    private static Row.Lease lease(String host, long expires) {
        return new Row.Lease("default", host, expires);
    }

    @Test
    void come_in_the_order_in_which_they_are_over_and_also_those_of_the_same_moment() {
        leases.put("a", lease("a", 30));
        leases.put("b", lease("b", 10));
        leases.put("c", lease("c", 20));
        leases.put("d", lease("d", 10));

        assertThat(leases.ordered()).extracting(Row.Lease::hostId).containsExactly("b", "d", "c", "a");
    }

    @Test
    void a_host_has_one_and_it_may_be_gone() {
        leases.put("a", lease("a", 10));
        leases.put("a", lease("a", 20));
        leases.put("b", lease("b", 15));
        leases.put("b", null);
        leases.put("c", null);

        assertThat(leases.ordered()).containsExactly(lease("a", 20));
    }
}
