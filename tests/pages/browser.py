"""A real browser: Chromium and its driver from the path, or where the environment says."""

from __future__ import annotations

import os
import shutil
from base64 import b64decode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

SHOTS = Path(__file__).parents[2] / "build" / "pages"
PHONE, DESK = (390, 844), (1200, 900)
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Nothing but the pages: no account, no updates, no calls home.
_OPTIONS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage"),
    *("--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


def installed() -> tuple[str, str]:
    """Browser and driver. Without them tests skip and say so, unless $REVIEWFLOW_TEST_BROWSER is `required`."""
    browser = os.environ.get("REVIEWFLOW_TEST_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    driver = os.environ.get("REVIEWFLOW_TEST_CHROMEDRIVER") or shutil.which("chromedriver")
    if browser and driver:
        return browser, driver
    said = "no browser: install chromium and chromium-driver (Debian), or set $REVIEWFLOW_TEST_CHROMIUM and …DRIVER"
    if os.environ.get("REVIEWFLOW_TEST_BROWSER") == "required":
        pytest.fail(said)
    pytest.skip(said)


class Browser:
    """One window. `shots` are named by what is looked at, and kept in build/pages."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def size(self, size: tuple[int, int], *, dark: bool = False) -> None:
        width, height = size
        how = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": size == PHONE}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", how)
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": scheme})

    def get(self, address: str) -> None:
        self.driver.get(address)

    @property
    def path(self) -> str:
        return self.driver.current_url.split("/", 3)[-1]

    @property
    def title(self) -> str:
        return self.driver.title

    @property
    def text(self) -> str:
        return self.driver.find_element(By.TAG_NAME, "main").text

    @property
    def focused(self) -> WebElement:
        return self.driver.switch_to.active_element

    def find(self, css: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def all(self, css: str) -> Sequence[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def type(self, css: str, text: str) -> None:
        field = self.find(css)
        field.clear()
        field.send_keys(text)

    def press(self, do: str) -> None:
        """The button of a form by what it does; the next page is there when this returns."""
        button = self.find(f'button[name="do"][value="{do}"]:not(.first)')
        self.leave(button.click)

    def leave(self, how: Callable[[], object]) -> None:
        """Do what leads to another page, and wait until it is there."""
        self.driver.execute_script("window.left = true")
        how()
        # Between two pages the driver may find neither and say so in errors of many names; then it is asked again.
        wait = WebDriverWait(self.driver, 20, poll_frequency=0.05, ignored_exceptions=[WebDriverException])
        wait.until(lambda driver: driver.execute_script("return !window.left && document.readyState === 'complete'"))

    def focus(self, css: str) -> WebElement:
        """What has the focus, once that is what `css` names: a browser sets it a moment after the page is there."""
        wait = WebDriverWait(self.driver, 20, poll_frequency=0.05)
        wait.until(lambda _: self.find(css) == self.focused)
        return self.focused

    def key(self, key: str) -> None:
        self.focused.send_keys(key)

    def shot(self, name: str) -> None:
        SHOTS.mkdir(parents=True, exist_ok=True)
        page = self.driver.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": page["width"], "height": min(page["height"], 4000), "scale": 1}
        taken = self.driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
        (SHOTS / f"{name}.png").write_bytes(b64decode(taken["data"]))

    def violations(self) -> list[str]:
        """What axe-core finds fault with on the page as it is."""
        self.driver.execute_script(_axe())
        run = "axe.run(document, {runOnly: arguments[0]}).then(arguments[1], e => arguments[1]({error: `${e}`}))"
        found: dict[str, Any] = self.driver.execute_async_script(run, _RULES)
        assert "violations" in found, found
        assert len(found["passes"]) > 10
        return [f"{each['id']}: {node['html'][:120]}" for each in found["violations"] for node in each["nodes"]]

    def fits(self) -> bool:
        """Whether nothing makes the page wider than the window."""
        return bool(self.driver.execute_script("return document.documentElement.scrollWidth <= window.innerWidth"))

    def complaints(self) -> list[str]:
        """What the browser found wrong itself: blocked by the policy, missing, malformed. Our own 4xx are no fault."""
        said = (each["message"] for each in self.driver.get_log("browser"))
        return [each for each in said if "Failed to load resource" not in each]


@cache
def _axe() -> str:
    return files("axe_core_python").joinpath("axe.min.js").read_text("utf-8")


@contextmanager
def opened(profile: Path) -> Iterator[Browser]:
    """A browser of its own, with an empty profile."""
    binary, driver = installed()
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for each in (*_OPTIONS, f"--user-data-dir={profile}"):
        options.add_argument(each)
    started = webdriver.Chrome(options=options, service=Service(driver))
    try:
        yield Browser(started)
    finally:
        started.quit()


TAB, ENTER, SPACE = Keys.TAB, Keys.ENTER, Keys.SPACE
