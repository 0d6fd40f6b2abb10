// Dispatchers: the default one, and another that proves that nothing else is needed of one.

import { LocalDispatcher } from "../../../src/net/dispatch/local-dispatcher.ts";
import { ChannelDispatcher } from "./support/channel-dispatcher.ts";
import { dispatcherContract } from "./support/contract.ts";

dispatcherContract("LocalDispatcher", () => ({ dispatcher: new LocalDispatcher(), close: () => {} }));

dispatcherContract("a dispatcher behind a channel", (target) => {
  const dispatcher = new ChannelDispatcher(target);
  return { dispatcher, close: () => dispatcher.close() };
});
