"""Adds the top-level folders templates/ and migrations/ to the wheel, as service/_templates and service/_migrations."""

from setuptools import find_packages, setup

setup(
    packages=[
        *find_packages(include=["service", "service.*", "workflows", "workflows.*"]),
        "service._templates",
        "service._migrations",
    ],
    package_dir={"service._templates": "templates", "service._migrations": "migrations"},
    package_data={
        "service": ["py.typed", "static/**/*", "translations/**/*", "data/**/*"],
        "service._templates": ["**/*"],
        "service._migrations": ["**/*"],
    },
    exclude_package_data={"": ["__pycache__/*", "**/__pycache__/*"]},
)
