package dev.signalbox.processor.provisioner;

import dev.signalbox.schemas.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a host's principal may do in Kafka: read its directives and keystrokes, write and read back its output, and
/// write reports, which are signed. Nothing of any other host. The credentials behind the principal are the
/// operator's. Methods block and throw what Kafka answered; where the cluster has no authorizer they do nothing, which
/// the log says once.
final class HostRights {
    private static final Logger log = LoggerFactory.getLogger(HostRights.class);
    private static final String ANYWHERE = "*";

    private final Admin admin;
    private final String template;
    private boolean off;

    /// @param template the principal of a host, with `{name}` or `{id}`, and perhaps `{namespace}`, in it
    HostRights(Admin admin, String template) {
        this.admin = admin;
        this.template = template;
    }

    /// The name was checked when the host joined: it has no `*` or `:` in it.
    String principal(String namespace, String hostId, String name) {
        return template.replace("{namespace}", namespace)
                .replace("{id}", hostId)
                .replace("{name}", name);
    }

    void grant(String hostId, String principal) {
        ask(() -> {
            Replies.of(admin.createAcls(bindings(hostId, principal)).all());
            log.atInfo().addKeyValue("hostId", hostId).log("{} has the host's rights", principal);
        });
    }

    /// @param removed hosts and their principals
    /// @param members principals of hosts that are there: who shares one with them goes on writing reports
    void revoke(Map<String, String> removed, Set<String> members) {
        Stream<AclBindingFilter> own = removed.keySet().stream()
                .flatMap(HostRights::topics)
                .map(topic -> new AclBindingFilter(
                        new ResourcePatternFilter(ResourceType.TOPIC, topic, PatternType.LITERAL),
                        AccessControlEntryFilter.ANY));
        Stream<AclBindingFilter> shared = removed.values().stream()
                .filter(principal -> !members.contains(principal))
                .distinct()
                .map(principal -> reports(principal).toFilter());
        List<AclBindingFilter> all = Stream.concat(own, shared).toList();
        ask(() -> Replies.of(admin.deleteAcls(all).all()));
    }

    private void ask(Runnable question) {
        if (off) {
            return;
        }
        try {
            question.run();
        } catch (SecurityDisabledException e) {
            off = true;
            log.atInfo().log(
                    "the brokers check no rights, so hosts get none: each host can read what the others are told."
                            + " Set authorizer.class.name to change that");
        }
    }

    private static List<AclBinding> bindings(String hostId, String principal) {
        String output = Topics.output(hostId).name();
        return List.of(
                allow(Topics.directives(hostId).name(), AclOperation.READ, principal),
                allow(Topics.keystrokes(hostId).name(), AclOperation.READ, principal),
                allow(output, AclOperation.WRITE, principal),
                allow(output, AclOperation.READ, principal),
                reports(principal));
    }

    private static AclBinding reports(String principal) {
        return allow(Topics.REPORTS.name(), AclOperation.WRITE, principal);
    }

    private static Stream<String> topics(String hostId) {
        return Topics.ofHost(hostId).stream().map(topic -> topic.name());
    }

    private static AclBinding allow(String topic, AclOperation operation, String principal) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry(principal, ANYWHERE, operation, AclPermissionType.ALLOW));
    }
}
