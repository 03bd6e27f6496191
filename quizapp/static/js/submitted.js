// After an attempt is submitted, nothing of it is kept on this device.

import { clear } from "./unsent.js";

clear(document.getElementById("submitted").dataset.attempt);
