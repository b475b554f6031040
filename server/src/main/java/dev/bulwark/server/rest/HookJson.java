package dev.bulwark.server.rest;

import dev.bulwark.kernel.json.Json;
import dev.bulwark.server.hook.Delivery;
import dev.bulwark.server.hook.Hook;
import dev.bulwark.server.hook.HookKind;

/// Webhooks as programs read them. A secret is in the answer that made it and in no other.
final class HookJson {
  private HookJson() {}

  static Json.Builder of(Hook hook) {
    Json.Builder out =
        Json.object()
            .put("id", hook.id())
            .put("url", hook.address())
            .put("events", Json.texts(hook.kinds().stream().map(HookKind::word).toList()))
            .put("madeBy", hook.madeBy())
            .put("made", hook.made().toString())
            .put("seen", hook.seen());
    return switch (hook.state()) {
      case Hook.State.Working _ -> out.put("state", "working");
      case Hook.State.Trying trying ->
          out.put("state", "trying")
              .put("tries", trying.tries())
              .put("since", trying.since().toString())
              .put("next", trying.next().toString());
      case Hook.State.Disabled disabled ->
          out.put("state", "disabled")
              .put("since", disabled.at().toString())
              .put("why", disabled.why());
    };
  }

  static Json.Obj of(Delivery delivery) {
    Json.Builder out =
        Json.object()
            .put("id", delivery.message())
            .put("type", delivery.type())
            .put("at", delivery.at().toString())
            .put("tries", delivery.tries())
            .put("delivered", delivery.delivered());
    if (delivery.index() >= 0) {
      out.put("index", delivery.index());
    }
    if (delivery.status() != 0) {
      out.put("status", delivery.status());
    }
    return delivery.delivered() ? out.build() : out.put("why", delivery.why()).build();
  }
}
