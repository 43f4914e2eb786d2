@echo off
rem Menjalankan semua uji di Windows, termasuk notebook; lingkungan kerja dipasang bila perlu.
setlocal
cd /d "%~dp0"
set PYTHONUTF8=1
call tools\python.cmd tools\pasang.py
if errorlevel 1 exit /b 1
.venv\Scripts\python.exe -m pytest --numprocesses auto --dist loadfile %*
if errorlevel 1 exit /b 1
.venv\Scripts\python.exe -m pytest --numprocesses auto --dist loadfile --nbval --nbval-current-env --nbval-cell-timeout=120 --nbval-sanitize-with tests\sanitize.cfg notebooks
